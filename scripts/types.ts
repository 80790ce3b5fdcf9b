// The script `types` of each package, run in its folder: its sources and tests compile; and the sources of a
// library once more by the rules of the build: every export has its type written out, and core does without
// the types of Node and of the DOM. The others are compiled with core's sources, because nothing is built
// yet.

import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { generateExamples } from './examples/generate.ts'
import { CommandFailed, command, each } from './lib/command.ts'
import { root } from './lib/workspace.ts'

const dir = process.cwd()
if (dir === join(root, 'scripts')) generateExamples()

const projects = [['-p', 'tsconfig.json']]
if (existsSync('tsconfig.build.json')) {
  const conditions = ['--rootDir', root, '--customConditions', '@acoro/source']
  const types = basename(dir) === 'core' ? [] : ['--types', 'node']
  projects.push(['-p', 'tsconfig.build.json', ...conditions, ...types])
}
try {
  await each(projects, (args) => command('tsc', [...args, '--noEmit'], { cwd: dir }))
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error
  console.error(`${error.message}\n${error.output}`)
  process.exitCode = 1
}
