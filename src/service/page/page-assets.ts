import { pageStyle } from '../../report/html/page-style.ts';
import { digestText } from '../../report/html/content-policy.ts';
import { serviceScript } from './service-script.ts';
import { serviceStyle } from './service-style.ts';

/** A file that pages refer to. Its path changes with its content, so that browsers may keep it. */
export interface PageAsset {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

export async function pageAssets(): Promise<{ readonly style: PageAsset; readonly script: PageAsset }> {
  const style = `${pageStyle}${serviceStyle}`;
  const name = async (body: string): Promise<string> =>
    Buffer.from(await digestText(body))
      .toString('hex')
      .slice(0, 16);
  return {
    style: { path: `/assets/${await name(style)}.css`, type: 'text/css; charset=utf-8', body: style },
    script: {
      path: `/assets/${await name(serviceScript)}.js`,
      type: 'text/javascript; charset=utf-8',
      body: serviceScript,
    },
  };
}
