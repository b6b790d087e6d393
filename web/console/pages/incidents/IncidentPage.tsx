export function IncidentPage() {
  return <div className="page" />
}
