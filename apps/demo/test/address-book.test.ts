import { describe, expect, it } from 'vitest'
import { AddressBook } from '../src/store/address-book.ts'
import { Column } from '../src/store/column.ts'

describe('the address book', () => {
  it('numbers addresses in order, each once, and knows the others not', () => {
    const book = new AddressBook()
    const urls = Array.from({ length: 10_000 }, (_, n) => `http://site.test/${n}`)
    expect(urls.map((url) => book.add(url))).toEqual([...urls.keys()])
    expect(urls.map((url) => book.add(url))).toEqual([...urls.keys()])
    expect(urls.map((url) => book.find(url))).toEqual([...urls.keys()])
    expect([book.size, book.find('http://site.test/10000'), book.find('')]).toEqual([
      10_000,
      undefined,
      undefined,
    ])
  })
})

describe('a column', () => {
  it('is 0 where nothing was set, and grows to where something is', () => {
    const column = new Column(Float64Array)
    column.set(1000, 2 ** 40)
    column.set(3, 0.5)
    expect([column.get(1000), column.get(3), column.get(999), column.get(1e6)]).toEqual([2 ** 40, 0.5, 0, 0])
  })
})
