import { execFileSync } from 'node:child_process';

interface Program {
  /** What answers to `--version`. */
  readonly command: string;
  readonly debianPackage: string;
}

const runs = (command: string, ...args: string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Finds a program on the path, or installs Debian's where that is allowed. Throws one line that says what to do. */
export const needProgram = ({ command, debianPackage }: Program, missing: string): void => {
  if (runs(command, '--version')) return;
  const install = `apt-get install -y -q --no-install-recommends ${debianPackage}`;
  const allowed = process.getuid?.() === 0 && runs('apt-get', '--version');
  if (allowed && runs('sh', '-c', `(apt-get update -q && ${install}) >/dev/null 2>&1`)) return;
  throw new Error(missing);
};
