/** Known to everyone, so production refuses it. */
export const DEVELOPMENT_AUTH_SECRET = "for development only, not a secret at all";

{% set providers %}{% for path in parts['env.providers.ts'] %}{% include path %}{% endfor %}{% endset %}
{% if L.turbo %}
{% if parts['env.providers.ts'] | length == 1 %}
const AUTH_PROVIDERS = [{{ providers | trim | regex_replace(',$', '') }}] as const;
{% else %}
const AUTH_PROVIDERS = [
{{ providers -}}
] as const;
{% endif %}

{% endif %}
const webAddress = z.url({ protocol: /^https?$/ }).regex(/^\w+:\/\/[^/?#@]+$/, {
  error: "must be an origin such as https://app.example.com, without a path",
});

