/** One listener of the demo deployment. */
export type DemoPlace = 'cwa01' | 'cwa02' | 'balancer' | 'proxy-outside' | 'proxy-inside' | 'cwa01-mtls' | 'cwa02-mtls';
