import { expect, test } from 'vitest'
import type { TunnelSetup } from '../../../../src-shared/contract/tunnel.ts'
import { draftOf, formOf, movedIn, saveInput } from './tunnel-draft.ts'

const ssh: TunnelSetup['providers'][number] = {
  id: 'ssh',
  name: 'SSH',
  description: '',
  unavailable: null,
  fields: [
    {
      name: 'kind',
      label: 'Kind',
      kind: 'choice',
      required: true,
      options: [
        { value: 'own', label: 'Own' },
        { value: 'public', label: 'Public' },
      ],
    },
    { name: 'host', label: 'Host', kind: 'text', required: true },
    { name: 'port', label: 'Port', kind: 'number', required: false },
    { name: 'user', label: 'User', kind: 'text', required: true, when: { field: 'kind', is: 'own' } },
    { name: 'password', label: 'Password', kind: 'secret', required: false, when: { field: 'kind', is: 'own' } },
    { name: 'passphrase', label: 'Passphrase', kind: 'secret', required: false },
  ],
}
const setup: TunnelSetup = {
  isOn: false,
  providerId: 'ssh',
  settings: { ssh: { host: 'shop.example', port: 2222, hostKey: { server: 'shop.example:2222', fingerprint: 'SHA256:a' } } },
  hasSecrets: { ssh: { password: true, passphrase: false } },
  providers: [ssh],
}
const form = formOf(draftOf(setup), 'ssh')

test('begins with what is saved, and with the first of a choice that must be made', () => {
  expect(form).toEqual({ settings: { kind: 'own', host: 'shop.example', port: 2222 }, secrets: {} })
})

test('sends back no key of a server that was learned meanwhile', () => {
  expect(saveInput(ssh, form, []).settings).toEqual({ kind: 'own', host: 'shop.example', port: 2222 })
})

test('says that a number was emptied, as one that is left out stays', () => {
  expect(saveInput(ssh, { ...form, settings: { ...form.settings, port: undefined } }, []).settings).toMatchObject({ port: '' })
})

test('leaves out a secret that nobody typed, and forgets one that is not needed at another server', () => {
  expect(saveInput(ssh, form, []).secrets).toEqual({})
  expect(saveInput(ssh, { ...form, secrets: { password: false } }, ['password']).secrets).toEqual({ password: null })
})

test('learns from a refusal which saved secrets are for another server', () => {
  expect(movedIn(ssh, setup, form, null)).toEqual([])
  expect(movedIn(ssh, setup, form, 'host')).toEqual([])
  expect(movedIn(ssh, setup, form, 'password')).toEqual(['password'])
})

test('sends nothing of what belongs to another choice, and keeps it for whoever goes back', () => {
  const typed = { settings: { ...form.settings, user: 'omni' }, secrets: { password: 'typed', passphrase: 'too' } }
  const there = { ...typed, settings: { ...typed.settings, kind: 'public' } }
  expect(saveInput(ssh, there, [])).toEqual({
    providerId: 'ssh',
    settings: { kind: 'public', host: 'shop.example', port: 2222 },
    secrets: { passphrase: 'too' },
  })
  expect(saveInput(ssh, typed, []).settings).toMatchObject({ user: 'omni' })
  expect(movedIn({ ...ssh }, { ...setup, hasSecrets: { ssh: { password: true, passphrase: true } } }, there, 'passphrase')).toEqual([
    'passphrase',
  ])
})

test('removes a saved secret that nobody wants any more', () => {
  expect(saveInput(ssh, { ...form, secrets: { password: null } }, []).secrets).toEqual({ password: null })
})
