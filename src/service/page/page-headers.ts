/**
 * Header fields of a page: it may load its own script and style and call the service, nothing else; text cannot become markup (Trusted
 * Types). Forms of other sites are told apart by the referrer policy `same-origin`: with none, `Origin` of our own forms would be `null`.
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};
