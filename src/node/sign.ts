import { spawn } from 'node:child_process';
import { programOnPath, type GitOptions } from './git.js';

/** Signs a text with a private SSH key, as `ssh-keygen -Y sign` does: the signature, or what went wrong. Whoever has the key may be asked for its passphrase. */
export async function signText(text: string, { key, namespace, ...place }: { key: string; namespace: string } & Pick<GitOptions, 'root' | 'environment'>): Promise<{ signature: string } | { problem: string }> {
  const program = await programOnPath('ssh-keygen', place);
  if (program === undefined) return { problem: 'there is no ssh-keygen on PATH' };
  return new Promise(settle => {
    const child = spawn(program, ['-Y', 'sign', '-q', '-f', key, '-n', namespace], { env: place.environment ?? process.env, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [], complaints: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => { chunks.push(chunk); });
    child.stderr.on('data', (chunk: Buffer) => { complaints.push(chunk); });
    child.on('error', error => { settle({ problem: error.message }); });
    child.on('close', code => {
      const signature = Buffer.concat(chunks).toString('utf8');
      settle(code === 0 && signature !== '' ? { signature } : { problem: Buffer.concat(complaints).toString('utf8').trim() || `ssh-keygen ended with ${String(code)}` });
    });
    // A program that ends before it has read all says so by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}
