  AUTH_SECRET: "a secret of 32 characters or more",
  AUTH_URL: "https://app.example.com",
{% if L.turbo %}
  AUTH_{{ settings.social_providers | first | upper }}_ID: "{{ settings.social_providers | first }}-id",
  AUTH_{{ settings.social_providers | first | upper }}_SECRET: "{{ settings.social_providers | first }}-secret",
{% else %}
  AUTH_EMAIL_PASSWORD: "true",
{% endif %}
