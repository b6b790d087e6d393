package vrp

// Divide splits the tasks that are too big for one vehicle and consist of equal units (Task.Unit) into parts that are not: full loads
// of the roomiest vehicle that may serve them, and what is left over in pieces of at most a quarter of that, which find room beside
// other goods (a-priori splitting, after Chen, Golden, Wang and Wasil 2017). It gives the problem with the parts in place of the tasks,
// and for each task of it which one it comes from. Parts at one place that follow each other on a route are one stop: its setup counts
// once.
func Divide(p Problem) (parts Problem, of []int) {
	parts = p
	parts.Tasks = nil
	for t := range p.Tasks {
		task := &p.Tasks[t]
		for _, units := range p.partsOf(task) {
			part := *task
			if units > 0 {
				total := task.units()
				for d := range part.Size {
					part.Size[d] = units * task.Unit[d]
				}
				part.Pickups = nil
				for _, v := range task.Pickups {
					v.Service, v.Units = share(v.Service, units, total), share(v.Units, units, total)
					part.Pickups = append(part.Pickups, v)
				}
				part.Delivery.Service = share(task.Delivery.Service, units, total)
				part.Price = share(task.Price, units, total)
			}
			parts.Tasks = append(parts.Tasks, part)
			of = append(of, t)
		}
	}
	return parts, of
}

func share(whole, units, total int64) int64 { return (whole*units + total - 1) / total }

// units is how many units a task consists of.
func (t *Task) units() int64 {
	n := int64(0)
	for d := range t.Unit {
		if t.Unit[d] > 0 {
			n = max(n, (t.Size[d]+t.Unit[d]-1)/t.Unit[d])
		}
	}
	return n
}

// partsOf gives how many units each part of a task has; one part of none: it stays whole.
func (p *Problem) partsOf(t *Task) []int64 {
	units, room := t.units(), int64(0)
	for i := range p.Vehicles {
		v := &p.Vehicles[i]
		if t.Skills&^v.Skills != 0 || !named(t.Vehicles, i) {
			continue
		}
		fit := units
		for d := range t.Unit {
			if t.Unit[d] > 0 {
				fit = min(fit, v.Capacity[d]/t.Unit[d])
			}
		}
		room = max(room, fit)
	}
	if units == 0 || room == 0 || room >= units {
		return []int64{0}
	}
	var parts []int64
	for ; units >= room; units -= room {
		parts = append(parts, room)
	}
	for piece := max(1, room/4); units > 0; units -= piece {
		piece = min(piece, units)
		parts = append(parts, piece)
	}
	return parts
}

// named reports whether a vehicle is among those that a task names; where it names none, all are.
func named(vehicles []int, v int) bool {
	for _, x := range vehicles {
		if x == v {
			return true
		}
	}
	return len(vehicles) == 0
}
