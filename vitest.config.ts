import { existsSync, readdirSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const conditions = ['@acoro/source', 'module', 'node', 'development|production']

function project(name: string, root: string) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      root,
      include: ['test/**/*.test.ts'],
      typecheck: {
        enabled: existsSync(`${root}/test`),
        include: ['test/**/*.test-d.ts'],
        tsconfig: './tsconfig.json',
      },
    },
  }
}

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      ...readdirSync('packages').map((name) => project(name, `packages/${name}`)),
      project('demo', 'apps/demo'),
      ...(existsSync('conformance') ? [project('conformance', 'conformance')] : []),
    ],
  },
})
