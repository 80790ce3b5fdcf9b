import { copyFileSync, writeFileSync } from 'node:fs'
import { build } from 'vite'

function logger(warnings) {
  const note = (message) => warnings.push(message)
  return {
    info() {},
    warn: note,
    warnOnce: note,
    error: note,
    clearScreen() {},
    hasErrorLogged: () => false,
    hasWarned: false,
  }
}

async function quietly(config) {
  const warnings = []
  await build({ configFile: false, customLogger: logger(warnings), ...config })
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
}

async function page() {
  writeFileSync('index.html', '<!doctype html><script type="module" src="/programs/everywhere.js"></script>')
  await quietly({ build: { outDir: 'out/page' } })
  return 'out/page/index.html'
}

function ssr(program, folder, noExternal) {
  return async () => {
    await quietly({
      ssr: { noExternal },
      build: {
        ssr: `programs/${program}.js`,
        outDir: `out/${folder}`,
        rollupOptions: { output: { entryFileNames: 'out.mjs' } },
      },
    })
    return `out/${folder}/out.mjs`
  }
}

/** What workers load is a file of its own, beside the program. */
function withWords(build, folder) {
  return async () => {
    const file = await build()
    copyFileSync('programs/words.mjs', `${folder}/words.mjs`)
    return file
  }
}

export const builds = {
  'a page': { program: 'everywhere', on: 'page', build: page },
  'for the server': { program: 'everywhere', on: 'node', build: ssr('everywhere', 'a', undefined) },
  'for the server, everything bundled': {
    program: 'everywhere',
    on: 'node',
    build: ssr('everywhere', 'b', true),
  },
  'server, for the server': { program: 'server', on: 'node', build: ssr('server', 'c', undefined) },
  'workers, for the server': { program: 'workers', on: 'node', build: ssr('workers', 'e', undefined) },
  'workers, everything bundled': {
    program: 'workers',
    on: 'node',
    alone: true,
    build: ssr('workers', 'f', true),
  },
  'workers with a module of their own, everything bundled': {
    program: 'jobs',
    on: 'node',
    alone: true,
    build: withWords(ssr('jobs', 'g', true), 'out/g'),
  },
  'server, everything bundled': { program: 'server', on: 'node', build: ssr('server', 'd', true) },
}
