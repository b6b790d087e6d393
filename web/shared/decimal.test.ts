import { describe, expect, it } from 'vitest'
import { add, compare, fold, isZero, quantityProblem, share, subtract, times } from './decimal.ts'

describe('exact decimals', () => {
  it('adds what floating point cannot', () => {
    expect(add('0.1', '0.2')).toBe('0.3')
    expect(add('999999999999.999', '0.001')).toBe('1000000000000')
    expect(add()).toBe('0')
  })
  it('subtracts below zero and keeps the sign of a fraction', () => {
    expect(subtract('1', '1.001')).toBe('-0.001')
    expect(subtract('-0.5', '-1.5')).toBe('1')
  })
  it('compares by value, not by text', () => {
    expect(compare('10', '9')).toBe(1)
    expect(compare('1.50', '1.5')).toBe(0)
    expect(compare('-2', '-1')).toBe(-1)
  })
  it('knows zero however it is written', () => {
    expect(['0', '0.0', '-0', '0.000'].every(isZero)).toBe(true)
    expect(isZero('0.001')).toBe(false)
  })
  it('multiplies packs', () => {
    expect(times('12', '24')).toBe('288')
    expect(times('3', '0.5')).toBe('1.5')
  })
  it('gives a share between nothing and all, and none of nothing', () => {
    expect(share('1', '4')).toBe(0.25)
    expect(share('9', '4')).toBe(1)
    expect(share('-1', '4')).toBe(0)
    expect(share('1', '0')).toBe(0)
  })
  it('refuses what is no decimal of three places', () => {
    for (const wrong of ['', '1e3', '1.2345', '１', '+1', '1,000']) expect(() => add(wrong)).toThrow(RangeError)
  })
})

describe('typed quantities', () => {
  it('folds what a Chinese keyboard gives', () => {
    expect(fold(' １２，３４５．５ ')).toBe('12345.5')
  })
  it.each([
    ['', 0, 'EMPTY'], ['abc', 0, 'NUMBER'], ['-5', 0, 'NUMBER'], ['1e3', 0, 'NUMBER'], ['0x10', 0, 'NUMBER'], ['1.5', 0, 'SCALE'], ['0', 0, 'ZERO'], ['0.000', 3, 'ZERO'], ['1234567890123', 0, 'LARGE'],
    ['12', 0, null], ['1.5', 1, null], ['００７', 0, null], ['1,200', 0, null],
  ] as const)('%s at scale %i: %s', (typed, scale, problem) => {
    expect(quantityProblem(typed, scale)).toBe(problem)
  })
  it('allows zero where asked', () => {
    expect(quantityProblem('0', 0, true)).toBeNull()
  })
})
