// A worker in workerd, the runtime of Cloudflare: its program is bundled, as it would be for a deployment.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { npmBinary } from '../../../../scripts/runtimes/npm-binary.ts'

export interface Worker {
  readonly url: string
  /** What it printed, warnings of the runtime included. */
  readonly said: string[]
  close(): Promise<void>
}

/** Starts the worker of `program`, a file of test/runtimes. */
export async function startWorker(program: string, flags: readonly string[]): Promise<Worker> {
  const binary = await npmBinary('workerd@1', 'which', 'workerd')
  const dir = mkdtempSync(join(tmpdir(), 'acoro-worker-'))
  await build({
    entryPoints: [fileURLToPath(new URL(`../runtimes/${program}`, import.meta.url))],
    outfile: join(dir, 'worker.mjs'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    conditions: process.env.ACORO_TEST_DIST === '1' ? [] : ['@acoro/source'],
    logLevel: 'error',
  })
  writeFileSync(join(dir, 'config.capnp'), configOf(flags))
  const child = spawn(binary, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const said: string[] = []
  for (const output of [child.stdout, child.stderr]) {
    createInterface(output as Readable).on('line', (line) => said.push(line))
  }
  const started = once(createInterface(child.stdio[3] as Readable), 'line')
  const [line] = (await Promise.race([started, ended.then(() => [''])])) as [string]
  if (line === '') throw new Error(`workerd did not start: ${said.join('\n')}`)
  return {
    url: `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}/`,
    said,
    async close() {
      child.kill('SIGKILL')
      await ended
      rmSync(dir, { recursive: true })
    },
  }
}

function configOf(flags: readonly string[]): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(', ')}],
);
`
}
