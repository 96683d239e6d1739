import { startWebServer } from '../net/web-server.ts';

/** Where an authority publishes its certificates and CRLs, on loopback; what was not published is 404. */
export interface PkiWeb {
  /** Publishes bytes under a name and returns their URL. */
  publish(name: string, content: Uint8Array): string;
  /** The URL that a name has or would have. */
  url(name: string): string;
  stop(): Promise<void>;
}

/** Starts an empty site. */
export async function startPkiWeb(): Promise<PkiWeb> {
  const published = new Map<string, Uint8Array>();
  const server = await startWebServer((request, response) => {
    const content = published.get(request.url?.slice(1) ?? '');
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  const url = (name: string): string => `${server.origin}/${name}`;
  return {
    url,
    publish: (name, content) => {
      published.set(name, content);
      return url(name);
    },
    stop: () => server.close(),
  };
}
