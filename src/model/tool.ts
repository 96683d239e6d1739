/** The program that wrote a document. The version is that of package.json. */
export const tool = { name: 'certmuster', version: '0.1.0' } as const;
