/** How a run is named towards the workers of other sites: 32 hexadecimal digits, drawn at random. */
export const runIdPattern = /^[0-9a-f]{32}$/;
