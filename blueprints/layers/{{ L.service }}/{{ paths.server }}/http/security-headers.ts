/** Sent with every answer. Scripts are not restricted: Next.js and sign-in widgets put their own into the page. */
export function securityHeaders({ https }: { https: boolean }): Record<string, string> {
  return {
    "content-security-policy":
      "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "cross-origin-opener-policy": "same-origin-allow-popups",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    ...(https && { "strict-transport-security": "max-age=63072000; includeSubDomains" }),
  };
}
