export function WaybillPage() {
  return <div className="page" />
}
