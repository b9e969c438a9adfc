import { expect, it } from 'vitest'
import { settingsSchema } from './settings.ts'

const staffOf = (staff: string) => settingsSchema.parse({ staff }).staff

it.each(['U0OWNER', '<@U0OWNER>', '@U0OWNER', 'u0owner', '<@U0OWNER|Ann Lee, owner>', ' <@u0owner> '])('takes %j for a member', (text) =>
  expect(staffOf(text)).toBe('U0OWNER'),
)

it('keeps several members as one list', () => expect(staffOf('<@U0OWNER><@U0ANN|ann>; w0bob\n@U0EVE')).toBe('U0OWNER, U0ANN, W0BOB, U0EVE'))

it.each(['Ann', '@channel', 'C0SHOP', 'U0-OWNER'])('takes %j for no member', (text) => expect(() => staffOf(text)).toThrow(/member IDs/))
