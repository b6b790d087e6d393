package inventory

// holdAwaitingInspection is the reason of holds on goods that came back.
const holdAwaitingInspection = "AWAITING_INSPECTION"
