// The path of a Node 24, from the npm package `node`. It is fetched only for `pnpm check`, which runs the suite on it
// too, and stays out of the lock file, so that whoever just wants to see the demo does not have to download it.

import { command } from './lib/command.ts'

let path: Promise<string> | undefined

export function node24(): Promise<string> {
  path ??= find()
  return path
}

async function find(): Promise<string> {
  if (process.versions.node.startsWith('24.')) return process.execPath
  const output = await command('npm', [
    'exec',
    '--yes',
    '--package=node@24',
    '-c',
    'node -p process.execPath',
  ])
  const found = output.trim().split('\n').at(-1) ?? ''
  const version = await command(found, ['--version'])
  if (!version.startsWith('v24.')) throw new Error(`Expected a Node 24 at ${found}, got ${version.trim()}`)
  return found
}
