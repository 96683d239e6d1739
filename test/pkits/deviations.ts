/** Tests of PKITS on which `rfc5280` differs from the suite, each by number and title with its reason. The test fails when one heals. */
export const deviations: Readonly<Record<string, string>> = {};
