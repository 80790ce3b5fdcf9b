// Builds a package, run in its folder: tsc writes JavaScript and types, a file each, then imports get the
// ending .js, JavaScript loses its comments and is indented by tabs, the files are joined for Node, and the
// maps are made to lead to lines. A page is joined into files of its own.
//
// tsc, because it leaves names alone. esbuild renames an inner name that an outer scope has, too: the
// function* wait in the file that exports wait became wait2, in reprs, in stacks and in «coroutine 'wait2'
// was never awaited».

import { existsSync, rmSync } from 'node:fs'
import { bundle } from './bundle.ts'
import { stripComments } from './comments.ts'
import { rewriteExtensions, rewriteHelpers } from './extensions.ts'
import { inlineFakeTimers } from './fake-timers.ts'
import { indentByTabs } from './indentation.ts'
import { CommandFailed, command } from './lib/command.ts'
import { thinMaps } from './maps.ts'
import { buildPage } from './page.ts'
import { inlinePiscina } from './piscina.ts'

rmSync('dist', { recursive: true, force: true })
try {
  await command('tsc', ['-p', 'tsconfig.build.json'], { cwd: process.cwd() })
  rewriteExtensions('dist')
  stripComments('dist')
  indentByTabs('dist')
  if (existsSync('dist/globals/fake-timers.js')) await inlineFakeTimers(process.cwd())
  if (existsSync('dist/thread/piscina.js')) await inlinePiscina(process.cwd())
  await bundle(process.cwd())
  if (existsSync('src/page/main.tsx')) await buildPage(process.cwd(), 'dist/page')
  rewriteHelpers('dist')
  thinMaps('dist')
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error
  console.error(`${error.message}\n${error.output}`)
  process.exitCode = 1
}
