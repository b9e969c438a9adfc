import { useAccountName } from './use-account-name.ts'

/** What people call the instance of this name. */
export function AccountName({ of: name }: { of: string }) {
  const accountName = useAccountName()
  return <bdi>{accountName(name)}</bdi>
}
