// A dry run of `pnpm changeset version`, on a copy of the manifests: what the next release makes of the
// changesets that wait. `pnpm integration registry` goes on from there: it publishes and installs.

import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Manifest, packages, root, workspaces } from '../lib/workspace.ts'

const copy = mkdtempSync(join(tmpdir(), 'acoro-release-'))
afterAll(() => rmSync(copy, { recursive: true, force: true }))

async function inCopy(program: string, ...args: string[]): Promise<void> {
  const identity = ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'nobody'],
    [`GIT_${who}_EMAIL`, 'nobody@example.org'],
  ])
  const env = { ...process.env, ...Object.fromEntries(identity), GIT_CONFIG_GLOBAL: '/dev/null' }
  await promisify(execFile)(program, args, { cwd: copy, env })
}

beforeAll(async () => {
  const files = workspaces().map((dir) => relative(root, join(dir, 'package.json')))
  const changelogs = files.map((file) => join(dirname(file), 'CHANGELOG.md'))
  const written = changelogs.filter((file) => existsSync(join(root, file)))
  for (const file of ['package.json', 'pnpm-workspace.yaml', '.changeset', ...files, ...written]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true })
    cpSync(join(root, file), join(copy, file), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  writeFileSync(join(copy, '.gitignore'), 'node_modules\n')
  // Changelogs name the commits that brought the changesets.
  await inCopy('git', 'init', '--quiet')
  await inCopy('git', 'add', '.')
  await inCopy('git', 'commit', '--quiet', '--message', 'all')
  await inCopy(process.execPath, 'node_modules/@changesets/cli/bin.js', 'version')
})

const released = packages().map(({ id, manifest: { name } }) => {
  const dir = join(copy, 'packages', id)
  return {
    name,
    manifest: (): Manifest => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest,
    changelog: (): string => readFileSync(join(dir, 'CHANGELOG.md'), 'utf8'),
  }
})

it('every package gets the same version, and it is at least 1.0.0', () => {
  const versions = new Set(released.map(({ manifest }) => manifest().version))
  expect([...versions]).toEqual([expect.stringMatching(/^[1-9]\d*\.\d+\.\d+$/)])
})

it.each(released)(
  '$name: the changelog begins with that version and what changed',
  ({ name, manifest, changelog }) => {
    const head = `# ${name}\n\n## ${manifest().version}\n\n### `
    expect(changelog().slice(0, head.length)).toBe(head)
  },
)
