import { html } from '../../../report/html/markup.ts';
import type { MessageContent } from './message-content.ts';

/** A notification as HTML that needs neither images nor styles from elsewhere. `preview`: what mail readers show beside the subject. */
export function writeHtmlMail({ title, groups, notes, link }: MessageContent, preview: string): string {
  const body = groups.map(
    ({ heading, entries }) =>
      html`${heading === null ? '' : html`<h2 style="font-size:1em">${heading}</h2>`}${entries.map(
        ({ label, title: what, facts }) =>
          html`<p style="margin:0 0 1em"><strong>${label}:</strong> ${what}${facts.map(({ name, text }) => html`<br>${name}: ${text}`)}</p>`,
      )}`,
  );
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body style="font-family:sans-serif"><div style="display:none">${preview}</div><h1 style="font-size:1.2em">${title}</h1>${body}${notes.map((note) => html`<p style="color:#555;margin:0 0 .3em">${note}</p>`)}${link === null ? '' : html`<p><a href="${link}">Open certmuster</a></p>`}</body></html>`;
  return page.markup;
}
