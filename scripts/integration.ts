// `pnpm integration [name…]`: the packed tarballs in projects as users have them, one folder of integration/
// each, installed by npm into an empty folder. A name is a folder or a group (`bundlers`, `es5`); without one
// all of them run. `--sample` runs what `pnpm check` has time for, `--only a,b` the parts whose names contain
// one of these texts.

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { generateExamples } from './examples/generate.ts'
import { CommandFailed, command, each } from './lib/command.ts'
import { root } from './lib/workspace.ts'
import { pack } from './packed.ts'

const home = join(root, 'integration')

const groups: Readonly<Record<string, readonly string[]>> = {
  bundlers: ['esbuild', 'rollup', 'rolldown', 'webpack', 'vite', 'parcel'],
  es5: ['babel', 'swc'],
}

const sample = ['esbuild', 'runners', 'types', 'examples']

interface RunOptions {
  sample?: boolean
  only?: string
}

interface Manifest {
  /** The packages of this repository that the project uses. */
  acoro: string[]
  /** Folders of this repository that it has besides: pages whose programs it runs, or tests. */
  files?: string[]
  dependencies: Record<string, string>
}

/** The projects, and the groups of them. */
export function integrationNames(): string[] {
  return [...allProjects(), ...Object.keys(groups)]
}

function allProjects(): string[] {
  return readdirSync(home).filter((name) => existsSync(join(home, name, 'project.mjs')))
}

/**
 * Installs and runs each; `report` hears what each said. Rejects with CommandFailed if one of them failed.
 */
export async function integration(
  projects: readonly string[],
  tarballs: ReadonlyMap<string, string>,
  options: RunOptions & { report?: (project: string, lines: string) => void } = {},
): Promise<void> {
  await each(projects, async (project) => {
    const dir = mkdtempSync(join(tmpdir(), `acoro-${project}-`))
    try {
      const lines = await runProject(project, dir, tarballs, options)
      options.report?.(project, lines)
    } catch (error) {
      if (error instanceof CommandFailed) options.report?.(project, error.output)
      throw error
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
}

export function integrationSample(tarballs: ReadonlyMap<string, string>): Promise<void> {
  return integration(sample, tarballs, { sample: true })
}

async function runProject(
  project: string,
  dir: string,
  tarballs: ReadonlyMap<string, string>,
  { sample, only }: RunOptions,
): Promise<string> {
  cpSync(join(home, project), dir, { recursive: true })
  cpSync(join(home, 'programs'), join(dir, 'programs'), { recursive: true })
  cpSync(join(home, 'lib/main.mjs'), join(dir, 'main.mjs'))
  const file = join(dir, 'package.json')
  const { acoro, files = [], ...manifest } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  if (files.includes('scripts/.examples')) generateExamples()
  for (const folder of files) cpSync(join(root, folder), join(dir, folder), { recursive: true })
  for (const id of acoro) manifest.dependencies[`@acoro/${id}`] = `file:${tarballs.get(`@acoro/${id}`)}`
  writeFileSync(file, JSON.stringify(manifest, null, 2))
  await command('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    cwd: dir,
  })
  const how = [...(sample ? ['--sample'] : []), ...(only === undefined ? [] : [`--only=${only}`])]
  return command(process.execPath, ['main.mjs', ...how], {
    cwd: dir,
    // Forty compilations, or six package managers, on a machine that has other things to do.
    minutes: 20,
    env: { ACORO_TARBALLS: JSON.stringify(Object.fromEntries(tarballs)) },
  })
}

/** Packs the packages and runs what `names` stand for, all if there is none; returns the exit code. */
export async function runIntegration(names: readonly string[], options: RunOptions = {}): Promise<number> {
  const projects = names.length === 0 ? allProjects() : names.flatMap((name) => groups[name] ?? [name])
  const folder = mkdtempSync(join(tmpdir(), 'acoro-tarballs-'))
  try {
    await command('turbo', ['run', 'build', '--output-logs=errors-only'])
    const report = (project: string, lines: string): void => console.log(`${project}\n${lines.trimEnd()}\n`)
    await integration(options.sample ? sample : projects, await pack(folder), { ...options, report })
    return 0
  } catch (error) {
    console.log(error instanceof CommandFailed ? `${error.message}\n${error.output}` : String(error))
    return 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { sample: { type: 'boolean' }, only: { type: 'string' } },
  })
  const known = integrationNames()
  const unknown = positionals.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    console.error(`Expected a project of ${known.join(', ')}, got «${unknown}»`)
    return 2
  }
  return runIntegration(positionals, values)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main()
