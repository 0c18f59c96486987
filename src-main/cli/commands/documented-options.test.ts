import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from './table.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const DOCS = join(ROOT, 'docs');
const OPTION = /(?<![\w-])--[a-z][a-z-]*/g;
/** Holds for every command, so that no command's own help names it. */
const OF_ALL = ['--help', '--data-dir'];

/** The options that a command's help names; what it quotes is of other commands. */
async function helpOptions(command: string): Promise<Set<string>> {
  const { help } = (await COMMANDS[command]?.load()) ?? { help: '' };
  return new Set(help.replace(/“[^”]*”/g, '').match(OPTION));
}

const commandsIn = (line: string): string[] => [...line.matchAll(/genrescope ([a-z]+)/g)].map(([, name = '']) => name);

/**
 * The options that the page lists for each command. A row that begins with a command lists that command's; every other
 * line those of the commands that the paragraph above named last, or of one of them (`| train: …`).
 */
function listedOptions(page: string): Map<string, Set<string>> {
  const listed = new Map<string, Set<string>>();
  let current: string[] = [];
  for (const line of page.split('\n')) {
    const [named] = /^\| `genrescope /.test(line) ? commandsIn(line) : [/\| (train|evaluate): /.exec(line)?.[1]];
    if (line.startsWith('## ')) current = [];
    else if (!line.startsWith('|') && commandsIn(line).length > 0) current = commandsIn(line);
    for (const command of named === undefined ? current : [named])
      listed.set(command, new Set([...(listed.get(command) ?? []), ...(line.match(OPTION) ?? [])]));
  }
  return listed;
}

/** The commands in the code of a page; what follows ` #` is a remark. */
function examplesIn(text: string): { readonly command: string; readonly options: readonly string[] }[] {
  const code = [...text.matchAll(/```\w*\n(.*?)```/gs)].map(([, lines = '']) => lines).join('\n');
  const lines = code.matchAll(/^(?:npm run --silent genrescope -- |genrescope )([a-z]+)(.*?)(?:\s#.*)?$/gm);
  return [...lines].map(([, command = '', rest = '']) => ({ command, options: rest.match(OPTION) ?? [] }));
}

it('lists every command with every option of its help, and no other', async () => {
  const listed = listedOptions(readFileSync(join(DOCS, 'commands.md'), 'utf8'));
  expect([...listed.keys()].sort()).toEqual(Object.keys(COMMANDS).sort());
  for (const command of Object.keys(COMMANDS))
    expect([...(listed.get(command) ?? [])].sort(), command).toEqual([...(await helpOptions(command))].sort());
});

it('shows examples with commands and options that exist', async () => {
  const pages = readdirSync(DOCS).filter((name) => name.endsWith('.md'));
  const texts = [...pages.map((name) => join(DOCS, name)), join(ROOT, 'README.md')].map((path) =>
    readFileSync(path, 'utf8'),
  );
  const examples = texts.flatMap(examplesIn);
  expect(examples.length).toBeGreaterThan(20);
  for (const { command, options } of examples) {
    expect(Object.keys(COMMANDS)).toContain(command);
    const known = [...(await helpOptions(command)), ...OF_ALL];
    expect(
      options.filter((option) => !known.includes(option)),
      command,
    ).toEqual([]);
  }
});
