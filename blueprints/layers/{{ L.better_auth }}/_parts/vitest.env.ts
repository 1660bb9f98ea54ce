      AUTH_SECRET: "",
      AUTH_URL: "http://localhost:3000",
{% if L.turbo %}
      AUTH_PRODUCTION_URL: "",
{% endif %}
      AUTH_EMAIL_PASSWORD: "",
