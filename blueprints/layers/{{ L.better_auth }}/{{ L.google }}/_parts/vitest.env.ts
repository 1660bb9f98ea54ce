      AUTH_GOOGLE_ID: "",
      AUTH_GOOGLE_SECRET: "",
