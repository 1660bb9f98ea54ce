      AUTH_SECRET: "",
      AUTH_URL: "http://localhost:3000",
      AUTH_PRODUCTION_URL: "",
      AUTH_EMAIL_PASSWORD: "",
