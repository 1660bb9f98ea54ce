/** Known to everyone, so production refuses it. */
export const DEVELOPMENT_AUTH_SECRET = "for development only, not a secret at all";

const AUTH_PROVIDERS = [
{% for path in parts['env.providers.ts'] %}{% include path %}{% endfor %}
] as const;

const webAddress = z.url({ protocol: /^https?$/ });

