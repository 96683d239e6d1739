/**
 * The Content-Security-Policy of the page: it may run the one script and use the one style in the file, nothing else. It
 * can send no request, and text cannot become markup by mistake (Trusted Types, in browsers that have them).
 */
export async function contentPolicy(script: string, style: string): Promise<string> {
  const [scriptHash, styleHash] = await Promise.all([sha256(script), sha256(style)]);
  return [
    "default-src 'none'",
    `script-src '${scriptHash}'`,
    `style-src '${styleHash}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** A hash source of CSP level 3. By WebCrypto, because only a few rooms may import node:crypto. */
async function sha256(text: string): Promise<string> {
  return `sha256-${Buffer.from(await digestText(text)).toString('base64')}`;
}

/** SHA-256 of a text in UTF-8. */
export async function digestText(text: string): Promise<ArrayBuffer> {
  return await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
}
