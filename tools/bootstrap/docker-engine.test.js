import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { installEngine } from './docker-install.js';

/** A folder that every user may read, with the programs of this one. */
const folder = mkdtempSync(join(tmpdir(), 'engine-'));
const file = (name) => join(folder, name);
const isRoot = process.getuid() === 0;
const node = isRoot ? file('node') : process.execPath;
const nobody = 65534;
const host = { socket: file('engine.sock'), daemons: [file('dockerd')], osRelease: file('os-release'), systemd: folder, daemonLog: file('dockerd.log') };

/** A program before those of the host; each writes its call down. */
function program(name, script) {
  writeFileSync(file(`bin/${name}`), `#!/bin/sh\necho "${name} $*" >>${file('calls')}\n${script}\n`, { mode: 0o755 });
}

const calls = () => readFileSync(file('calls'), 'utf8').trim().split('\n').filter((line) => line !== '');

/** Runs `call`, such as `ensureEngine(host)`, as a user who is not root and returns how the process ended. */
async function asUser(call, env = {}) {
  const [name] = /^\w+/.exec(call);
  const from = { ensureEngine: 'docker-engine', ensureSshClient: 'ssh-client', sayWhenRootToolIsMissing: 'root-tool' }[name];
  const source = `
    import { runToExit } from '${file('bootstrap/run-to-exit.js')}';
    import { ${name} } from '${file(`bootstrap/${from}.js`)}';
    const host = ${JSON.stringify(host)};
    await runToExit(async () => { process.stdout.write(JSON.stringify(await ${call}) ?? ''); return 0; });`;
  const child = spawn(node, ['--input-type=module', '-e', source], {
    cwd: folder,
    env: { PATH: `${file('bin')}:/usr/bin:/bin`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot ? { uid: nobody, gid: nobody } : {}),
  });
  const [said, printed, [code]] = await Promise.all([text(child.stderr), text(child.stdout), once(child, 'close')]);
  return { code, said, printed };
}

async function listen(mode) {
  const server = createServer((_, response) => response.end('OK'));
  server.listen(host.socket);
  await once(server, 'listening');
  chmodSync(host.socket, mode);
  return server;
}

beforeAll(() => {
  chmodSync(folder, 0o777);
  cpSync(fileURLToPath(new URL('./', import.meta.url)), file('bootstrap'), { recursive: true });
  writeFileSync(file('package.json'), '{"type":"module"}');
  // It may lie in a folder that is root's alone.
  if (isRoot) copyFileSync(process.execPath, node);
});
beforeEach(() => {
  mkdirSync(file('bin'));
  for (const name of ['apt-get', 'systemctl', 'dockerd', 'usermod']) program(name, '');
  program('id', 'case $1 in -G) echo "65534 998" ;; *) echo "nogroup docker" ;; esac');
  program('sudo', '[ "$1" = -n ] || exit 99\nshift\nexec "$@"');
  writeFileSync(file('os-release'), 'ID=debian\n');
  writeFileSync(file('calls'), '', { mode: 0o666 });
  chmodSync(file('calls'), 0o666);
});
afterEach(() => {
  for (const name of ['bin', 'engine.sock', 'dockerd']) rmSync(file(name), { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** sudo exists, and would ask. */
const asksForPassword = () => program('sudo', 'echo "sudo: a password is required" >&2; exit 1');

describe('an engine that runs', () => {
  test('is used as it is', async () => {
    const server = await listen(0o666);
    expect(await asUser('ensureEngine(host)')).toEqual({ code: 0, said: '', printed: '[]' });
    expect(calls()).toEqual([]);
    server.close();
  });

  test('and is closed to a user who was put into its group since login is reached through root, and not changed', async () => {
    const server = await listen(0o000);
    const { code, printed } = await asUser('ensureEngine(host)');
    const words = JSON.parse(printed);
    expect([code, words.slice(0, 4)]).toEqual([0, ['sudo', '-n', '-E', 'setpriv']]);
    expect(words).toContain('--groups=65534,998');
    expect(calls().filter((call) => /apt-get|usermod|systemctl|dockerd/.test(call))).toEqual([]);
    server.close();
  });

  test('and is closed to a user without sudo: the command is named', async () => {
    asksForPassword();
    const server = await listen(0o000);
    const { code, said } = await asUser('ensureEngine(host)');
    expect([code, said]).toEqual([2, expect.stringMatching(/may not use it[^]*\n {2}sudo usermod -aG docker \S+\n$/)]);
    expect(calls()).toEqual(['sudo -n true']);
    server.close();
  });
});

describe('no engine', () => {
  test('where DOCKER_HOST says: nothing is installed', async () => {
    const { code, said } = await asUser('ensureEngine(host)', { DOCKER_HOST: `unix://${file('none.sock')}` });
    expect([code, said]).toEqual([2, expect.stringMatching(/none\.sock\. Start it[^]*\n {2}unset DOCKER_HOST\n$/)]);
    expect(calls()).toEqual([]);
  });

  test('is installed and started on Debian, through a sudo that never asks', async () => {
    writeFileSync(file('engine.js'), `import { createServer } from 'node:http'; createServer((_, response) => response.end('OK')).listen(${JSON.stringify(host.socket)});`);
    program('systemctl', `${node} ${file('engine.js')} >/dev/null 2>&1 & echo $! >${file('engine.pid')}`);
    const { code, said, printed } = await asUser('ensureEngine(host)');
    process.kill(Number(readFileSync(file('engine.pid'), 'utf8')));
    expect([code, printed]).toEqual([0, '[]']);
    expect(said).toMatch(/Installing the distribution's Docker engine[^]*because none answers[^]*The Docker engine runs/);
    expect(calls().filter((call) => /^(apt-get|systemctl)/.test(call))).toEqual(['apt-get -qq update', 'apt-get -qq install --yes --no-install-recommends docker.io iptables', 'systemctl start docker']);
    expect(calls().filter((call) => call.startsWith('sudo') && !call.startsWith('sudo -n '))).toEqual([]);
  });

  test.each([
    ['ID=debian', /\n {2}sudo apt-get install docker\.io iptables\n {2}sudo systemctl start docker\n/],
    ['ID=rhel-like\nID_LIKE="rhel fedora"', /\n {2}sudo dnf install moby-engine\n {2}sudo systemctl start docker\n/],
    ['ID=alpine', /\n {2}sudo apk add docker\n {2}sudo rc-service docker start\n/],
    ['ID=unheard-of', /\n {2}sudo systemctl start docker\n/],
  ])('and a user without sudo: the commands of %s are named, and nobody is asked for a password', async (release, expected) => {
    asksForPassword();
    writeFileSync(file('os-release'), `${release}\n`);
    const { code, said } = await asUser('ensureEngine(host)');
    expect([code, said]).toEqual([2, expect.stringMatching(expected)]);
    expect(calls()).toEqual(['sudo -n true']);
  });

  test('is not installed on another system, not even by root, who is told how', async () => {
    writeFileSync(file('os-release'), 'ID=fedora\n');
    await expect(installEngine([], host)).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(/only on Debian and Ubuntu[^]*dnf install moby-engine/) });
    expect(calls()).toEqual([]);
  });

  test('and it cannot be installed: the commands are named', async () => {
    program('apt-get', 'exit 100');
    const { code, said } = await asUser('ensureEngine(host)');
    expect([code, said]).toEqual([2, expect.stringMatching(/could not be installed; see above[^]*apt-get install docker\.io iptables/)]);
    expect(existsSync(host.daemonLog)).toBe(false);
  });
});

describe('what tests and images need besides', () => {
  test('ssh is installed on Debian', async () => {
    program('ssh', 'exit 127');
    expect((await asUser('ensureSshClient(host)')).code).toBe(0);
    expect(calls()).toContain('apt-get -qq install --yes --no-install-recommends openssh-client');
  });

  test('ssh that cannot be installed stops nothing', async () => {
    program('ssh', 'exit 127');
    asksForPassword();
    expect(await asUser('ensureSshClient(host)')).toMatchObject({ code: 0, said: expect.stringContaining('are skipped') });
  });

  test('a missing mmdebstrap is told of where ccp does not install it', async () => {
    program('mmdebstrap', 'exit 127');
    expect((await asUser('sayWhenRootToolIsMissing(host)')).said).toBe('');
    writeFileSync(file('os-release'), 'ID=fedora\n');
    expect((await asUser('sayWhenRootToolIsMissing(host)')).said).toMatch(/no mmdebstrap[^]*builder\.debianReference/);
  });
});
