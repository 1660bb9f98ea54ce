
{% if L.turbo %}
      for (const [id, secret] of AUTH_PROVIDERS) {
        if (values[id] && !values[secret]) refuse(secret, `is required when ${id} is given`);
        if (values[secret] && !values[id]) refuse(id, `is required when ${secret} is given`);
      }
{% endif %}
      if (isProduction && values.AUTH_SECRET === DEVELOPMENT_AUTH_SECRET) {
        refuse("AUTH_SECRET", "is required when APP_ENV=production");
      }
{% if L.turbo %}
      for (const name of ["AUTH_URL", "AUTH_PRODUCTION_URL"] as const) {
        if (isProduction && values[name]?.startsWith("http://")) {
          refuse(name, "must begin with https:// when APP_ENV=production");
        }
      }
      const waysIn = [values.AUTH_EMAIL_PASSWORD, ...AUTH_PROVIDERS.map(([id]) => values[id])];
      if (isProduction && !waysIn.some(Boolean)) {
        refuse(
          "AUTH_EMAIL_PASSWORD",
          "must be true when APP_ENV=production and no provider is set",
        );
      }
{% else %}
      if (isProduction && values.AUTH_URL.startsWith("http://")) {
        refuse("AUTH_URL", "must begin with https:// when APP_ENV=production");
      }
      if (isProduction && !values.AUTH_EMAIL_PASSWORD) {
        refuse(
          "AUTH_EMAIL_PASSWORD",
          "must be true when APP_ENV=production: there is no other way in",
        );
      }
{% endif %}
