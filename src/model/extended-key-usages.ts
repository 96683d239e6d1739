/** Object identifiers of extended key usages (RFC 5280 §4.2.1.12). */

export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const clientAuth = '1.3.6.1.5.5.7.3.2';
export const codeSigning = '1.3.6.1.5.5.7.3.3';
export const emailProtection = '1.3.6.1.5.5.7.3.4';
export const timeStamping = '1.3.6.1.5.5.7.3.8';
export const ocspSigning = '1.3.6.1.5.5.7.3.9';
export const anyExtendedKeyUsage = '2.5.29.37.0';
