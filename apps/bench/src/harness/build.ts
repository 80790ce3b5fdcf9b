/**
 * Makes plain ES modules of the programs, so that no loader stands between Node and what is measured: each
 * with its few helpers in one file, and the libraries imported by name, as a user's program would. acoro
 * comes from its built packages, which are built first.
 */

import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as esbuild } from 'esbuild'
import { hasPython } from './python-process.ts'

export const root: string = fileURLToPath(new URL('../../../../', import.meta.url))
const sources = fileURLToPath(new URL('../', import.meta.url))
// Below apps/bench, so that names lead to the dependencies of the bench.
const output = fileURLToPath(new URL('../../dist/', import.meta.url))

export function buildPackages(names = ['core', 'sync', 'compat', 'streams', 'testing']): void {
  const turbo = join(root, 'node_modules/.bin/turbo')
  const filters = names.map((name) => `--filter=@acoro/${name}`)
  execFileSync(turbo, ['run', 'build', '--output-logs=errors-only', ...filters], {
    cwd: root,
    stdio: 'inherit',
  })
}

export async function buildPrograms(): Promise<void> {
  await buildModules([...programs(), join(sources, 'harness/peer.ts'), join(sources, 'harness/run-often.ts')])
}

/** Returns the file of a program that stands alone: `service/compare.ts`. */
export async function buildProgram(name: string): Promise<string> {
  await buildModules([join(sources, name)])
  return join(output, name.replace(/\.ts$/, '.mjs'))
}

async function buildModules(entryPoints: string[]): Promise<void> {
  await esbuild({
    entryPoints,
    outbase: sources,
    outdir: output,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outExtension: { '.js': '.mjs' },
    sourcemap: 'linked',
    logLevel: 'warning',
  })
}

function programs(): string[] {
  const folder = join(sources, 'programs')
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .filter((file) => file.endsWith('.ts'))
}

/** The one peer in another language: it is not built. */
export const ASYNCIO = 'asyncio'

/** The peers a workload has a program for, acoro's first, then native. */
export function peersOf(program: string): string[] {
  const names = readdirSync(join(sources, 'programs', program))
    .map((file) => file.replace(/\.\w+$/, ''))
    .filter((name) => name !== ASYNCIO || hasPython())
  const rank = (name: string): number =>
    name.startsWith('acoro') ? 0 : name === 'native' || name === 'fake-timers' ? 1 : 2
  return names.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
}

export function sourceOf(program: string, peer: string): string {
  return join(sources, 'programs', program, `${peer}.ts`)
}

export function programFile(program: string, peer: string): string {
  if (peer === ASYNCIO) return join(sources, 'programs', program, `${peer}.py`)
  return join(output, 'programs', program, `${peer}.mjs`)
}

export const builtRunner: string = join(output, 'harness/run-often.mjs')

export const builtPeer: string = join(output, 'harness/peer.mjs')
