package graph

import "testing"

// An administrator finds people with their posts, ends one post and then all access; an auditor sees it and may not do it.
func TestAccessIsEndedOverTheAPI(t *testing.T) {
	d := setup(t)
	const all = `{ people(first: 250) { totalCount nodes { id account disabledAt posts { id role toDate organisation { code } } } } }`
	find := func(account string) any {
		t.Helper()
		for _, p := range d.ask("auditor", "people.nodes", all, nil).([]any) {
			if dig(p, "account") == account {
				return p
			}
		}
		t.Fatal("nobody is called ", account)
		return nil
	}
	liaison := find("liaison-zhongbei")
	if dig(liaison, "posts.0.role") != "LIAISON" || dig(liaison, "posts.0.organisation.code") == nil || dig(liaison, "disabledAt") != nil {
		t.Fatalf("%v", liaison)
	}
	if refused := d.schema.Exec(d.selecting(d.as("auditor"), `mutation { endPost(input: {requestKey: "auditor-ends-1", postId: "post_1", reason: "x"}) { replayed } }`),
		`mutation { endPost(input: {requestKey: "auditor-ends-1", postId: "post_1", reason: "x"}) { replayed } }`, "", nil); len(refused.Errors) != 1 {
		t.Errorf("an auditor ended a post: %s", refused.Data)
	}
	ended := d.do("admin", "endPost", "EndPostInput", "person { account posts { role } }", map[string]any{"postId": dig(liaison, "posts.0.id"), "reason": "moved on"})
	if dig(ended, "person.account") != "liaison-zhongbei" || dig(ended, "person.posts.0") != nil { // it began today, and is taken back
		t.Errorf("%v", ended)
	}
	disabled := d.do("admin", "disablePerson", "DisablePersonInput", "person { disabledAt }", map[string]any{"personId": dig(liaison, "id"), "reason": "left"})
	if dig(disabled, "person.disabledAt") == nil || dig(find("liaison-zhongbei"), "disabledAt") == nil {
		t.Errorf("%v", disabled)
	}
	if again := d.try("admin", "disablePerson", "DisablePersonInput", "person { id }", map[string]any{"personId": dig(liaison, "id"), "reason": "left"}); dig(again, "userErrors.0.code") != "PERSON_DISABLED" {
		t.Errorf("%v", again)
	}
	if _, err := d.Access.FindActor(t.Context(), "liaison-zhongbei"); err == nil {
		t.Error("the account still answers")
	}
}
