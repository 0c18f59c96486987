/**
 * What Electron starts: the app, or a command. A package has no other program that could run commands: its Electron
 * does not serve as Node.
 */
import { commandArguments } from './cli/command-arguments.ts';

const args = commandArguments(process.argv);
if (args === null) await import('./index.ts');
else {
  process.argv = [process.execPath, import.meta.filename, ...args];
  await import('./cli/commands/index.ts');
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done));
  // Electron does not take the status over by itself.
  process.exit(process.exitCode);
}
