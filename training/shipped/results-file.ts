/**
 * RESULTS.md with another version of one section; those of other commands stay as they are.
 * @param section begins with its heading, `# …`, by which it is found again; a new one comes last
 */
export function replaceSection(before: string, section: string): string {
  const [heading = ''] = section.split('\n');
  const sections = before.split(/^(?=# )/m).filter((each) => each.trim() !== '');
  const place = sections.findIndex((each) => each.startsWith(`${heading}\n`));
  const all = place < 0 ? [...sections, section] : sections.with(place, section);
  return all.map((each) => `${each.trim()}\n`).join('\n');
}

/** A Markdown table. @param rows the first is the header */
export function markdownTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
