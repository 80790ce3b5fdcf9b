import { explore, virtual } from '@acoro/testing'
import { expect, it } from 'vitest'
import { open } from '../../shop.ts'
import { Checkout } from '../src/checkout.ts'

it(
  'an order is charged, and has a label',
  virtual(async (loop) => {
    const shop = open({ charging: 60_000 })
    expect(await new Checkout(shop).order('lamp')).toEqual(['receipt 1', 'label 1'])
    expect(shop.log).toEqual(['took lamp', 'charged lamp'])
    expect(loop.time()).toBe(60_020)
  }),
)

it('FAULT 1: the last lamp is sold twice', async () => {
  const found = await explore({}, async () => {
    const shop = open({ stock: 1 })
    const checkout = new Checkout(shop)
    await Promise.allSettled([checkout.order('lamp'), checkout.order('lamp')])
    if (shop.left < 0) throw new Error('sold twice')
  }).catch((error) => error)
  expect(found.message).toContain('Error: sold twice')
})

it(
  'FAULT 2: an order that is too late goes on, and is charged',
  virtual(async () => {
    const shop = open({ charging: 60_000 })
    await expect(new Checkout(shop).orderWithin(1000, 'lamp')).rejects.toThrow('no answer within 1000 ms')
    expect(shop.log).toEqual(['took lamp'])
    await new Promise((resolve) => setTimeout(resolve, 60_000))
    expect(shop.log).toEqual(['took lamp', 'charged lamp'])
  }),
)

it(
  'FAULT 3: an order without a label is charged all the same',
  virtual(async () => {
    const shop = open({ jammed: true })
    await expect(new Checkout(shop).order('lamp')).rejects.toThrow('no label for lamp')
    expect(shop.log).toEqual(['took lamp'])
    await new Promise((resolve) => setTimeout(resolve, 60_000))
    expect(shop.log).toEqual(['took lamp', 'charged lamp'])
  }),
)
