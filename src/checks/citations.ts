/** Where a demand comes from. */
export interface Citation {
  readonly document: string;
  readonly section: string;
  readonly url?: string;
}

const specificationDocument = {
  document: 'Preparing Certificates for Communicator Web Access',
  url: 'https://technet.microsoft.com/en-us/library/cc751683(v=technet.10)',
} as const;

/** A place in the specification of policy `cwa-2007-r2`. */
export function specification(section: string): Citation {
  return { ...specificationDocument, section };
}

/** A section of an RFC. */
export function rfc(number: number, section: string): Citation {
  return { document: `RFC ${number}`, section, url: `https://www.rfc-editor.org/rfc/rfc${number}` };
}

/** A section of the Baseline Requirements for TLS server certificates. */
export function baselineRequirements(section: string): Citation {
  return {
    document: 'CA/Browser Forum Baseline Requirements for TLS Server Certificates',
    section,
    url: 'https://cabforum.org/working-groups/server/baseline-requirements/documents/',
  };
}

/** An article of the Microsoft knowledge base. */
export function knowledgeBase(number: number, section: string): Citation {
  return {
    document: `Microsoft KB${number}`,
    section,
    url: `https://support.microsoft.com/kb/${number}`,
  };
}
