/**
 * Which files are lowered: the user's own, and the packages that were asked for.
 */

import { checkOptions, type OptionKinds } from '@acoro/core/lowlevel'

export interface PluginOptions {
  /** Names of packages to lower, too, such as `['p-queue']`; none by default. */
  include?: readonly string[] | undefined
  /** Own files to leave alone: a part of a path, or a pattern. */
  exclude?: readonly (string | RegExp)[] | undefined
  /**
   * Do reports name each call, and show the line where it waits? It makes an `await` slower. By default only
   * `acoroTest` does it.
   */
  places?: boolean | undefined
}

const OPTIONS: OptionKinds = { include: checkNames, exclude: checkPatterns, places: 'boolean' }

export function checkPluginOptions(options: PluginOptions, what: string): void {
  checkOptions(options, what, OPTIONS)
}

/** The file of a bundler's id: without the query, and with slashes. */
export function fileOf(id: string): string {
  return id.replace(/[?#].*$/, '').replaceAll('\\', '/')
}

/** The name of the package that a file in `node_modules` belongs to; undefined for an own file. */
export function packageOf(file: string): string | undefined {
  return /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]
}

/** Is this file to be lowered? */
export function isIncluded(file: string, { include = [], exclude = [] }: PluginOptions): boolean {
  const name = packageOf(file)
  if (name === undefined ? OWN.test(file) : name === '@acoro/async' || !include.includes(name)) return false
  return !exclude.some((part) => (typeof part === 'string' ? file.includes(part) : part.test(file)))
}

/** The sources of acoro itself, in its repository: the helpers must not be made of themselves. */
const OWN = /\/packages\/(core|async)\/(src|dist)\//

function checkNames(value: unknown, what: string): void {
  if (!Array.isArray(value) || value.some((name) => typeof name !== 'string'))
    throw new TypeError(`Expected ${what} to be a list of names of packages, such as ['p-queue']`)
}

function checkPatterns(value: unknown, what: string): void {
  if (!Array.isArray(value) || value.some((part) => typeof part !== 'string' && !(part instanceof RegExp)))
    throw new TypeError(`Expected ${what} to be a list of strings and regular expressions`)
}
