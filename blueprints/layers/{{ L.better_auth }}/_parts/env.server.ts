
    AUTH_SECRET: z.string().trim().min(32).default(DEVELOPMENT_AUTH_SECRET),
    AUTH_URL: webAddress.default(`http://localhost:${process.env.PORT ?? 3000}`),
{% if L.turbo %}
    AUTH_PRODUCTION_URL: webAddress.optional(),
{% endif %}
    AUTH_EMAIL_PASSWORD: z.stringbool().optional(),
