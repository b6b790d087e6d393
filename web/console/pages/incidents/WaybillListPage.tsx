export function WaybillListPage() {
  return <div className="page" />
}
