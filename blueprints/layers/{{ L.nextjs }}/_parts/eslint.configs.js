  next,
