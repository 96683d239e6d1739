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

/** A section of Chrome's policy for certificates that have to be logged. */
export function chromeTransparencyPolicy(section: string): Citation {
  return {
    document: 'Chrome Certificate Transparency Policy',
    section,
    url: 'https://googlechrome.github.io/CertificateTransparency/ct_policy.html',
  };
}

/** A section of the Chrome Root Program Policy, which binds the CAs that Chrome trusts. */
export function chromeRootProgram(section: string): Citation {
  return {
    document: 'Chrome Root Program Policy',
    section,
    url: 'https://g.co/chrome/root-policy',
  };
}

/** A section of the Mozilla Root Store Policy. */
export function mozillaRootStorePolicy(section: string): Citation {
  return {
    document: 'Mozilla Root Store Policy',
    section,
    url: 'https://www.mozilla.org/en-US/about/governance/policies/security-group/certs/policy/',
  };
}

/** How Windows reads application policies beside an extended key usage. */
export const applicationPolicies: Citation = {
  document: 'Microsoft TechNet, Windows Server 2003: Using Application Policies',
  section: 'Application policy and Extended Key Usage',
  url: 'https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-server-2003/cc776986(v=ws.10)',
};
