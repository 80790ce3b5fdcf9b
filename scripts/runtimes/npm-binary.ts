// Runtimes that npm packages bring. They are fetched only for the tests, and stay out of the lock file, so
// that whoever just wants to see the demo does not have to download them.

import { command } from '../lib/command.ts'

const found = new Map<string, Promise<string>>()

/** The path of the binary that `tool` of the npm package `source` is; `ask` makes it print that. */
export function npmBinary(source: string, tool: string, ask: string): Promise<string> {
  let path = found.get(source)
  if (path === undefined) {
    path = find(source, tool, ask)
    found.set(source, path)
  }
  return path
}

async function find(source: string, tool: string, ask: string): Promise<string> {
  const output = await command('npm', ['exec', '--yes', `--package=${source}`, '-c', `${tool} ${ask}`])
  const path = output.trim().split('\n').at(-1) ?? ''
  if (path === '') throw new Error(`Expected ${tool} of ${source} to print its path`)
  return path
}

/** A Node of the major version: this one, if it is. */
export async function nodeOf(major: number): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath
  return npmBinary(`node@${major}`, 'node', '-p process.execPath')
}
