/** A server name that no server has: no one can register a name below `invalid` (RFC 6761 §6.4). */
export const defaultSniProbe = 'no-such-name.invalid';
