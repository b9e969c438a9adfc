import type { Media } from '../../../../src-shared/contract/conversations.ts'
import { hubText } from '../../../i18n/hub-text.ts'

/** Why a file is not here, as far as the hub knows. */
export const missingNote = ({ problem }: Media, otherwise: string): string => (problem === undefined ? otherwise : hubText(problem))
