import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'

async function parcel(args) {
  await promisify(execFile)(
    'node_modules/.bin/parcel',
    ['build', ...args, '--no-cache', '--no-source-maps'],
    { timeout: 300_000 },
  )
}

async function page() {
  writeFileSync('index.html', '<!doctype html><script type="module" src="./programs/everywhere.js"></script>')
  await parcel(['index.html', '--dist-dir', 'out/page'])
  return 'out/page/index.html'
}

/** A target of package.json, as Parcel's users write one. */
function node(program) {
  return async () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
    const source = `programs/${program}.js`
    const target = {
      source,
      context: 'node',
      engines: { node: '>=20' },
      outputFormat: 'esmodule',
      distDir: `out/${program}`,
      includeNodeModules: true,
      isLibrary: false,
    }
    writeFileSync('package.json', JSON.stringify({ ...manifest, targets: { [program]: target } }))
    await parcel(['--target', program])
    return `out/${program}/${program}.js`
  }
}

export const builds = {
  'a page': { program: 'everywhere', on: 'page', build: page },
  'Node, ESM': { program: 'everywhere', on: 'node', build: node('everywhere') },
  'workers, ESM': { program: 'workers', on: 'node', alone: true, build: node('workers') },
  'server, ESM': { program: 'server', on: 'node', build: node('server') },
}
