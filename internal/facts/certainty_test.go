package facts

import (
	"slices"
	"testing"

	"greenlit/internal/news"
	"greenlit/internal/tv"
)

// What an article is sure of comes out as sure as it says it is; what it only
// wishes, supposes or asks does not come out.
func TestCertainty(t *testing.T) {
	for _, c := range []struct {
		a    news.Article
		want []string
	}{
		// confirmed
		{headline("Nora Vance Joins ‘Saltmarsh’ at HBO"), []string{"cast: Saltmarsh < Nora Vance / "}},
		{about("HBO has renewed “Night Ferry” for a third season."), []string{"status: Night Ferry < renewed 3"}},
		{about("Nora Vance plays Ada Quill in “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance / Ada Quill"}},

		// in talks
		{headline("Nora Vance in Talks to Join ‘Saltmarsh’"), []string{"cast: Saltmarsh < Nora Vance /  (in_talks)"}},
		{headline("Nora Vance in Final Negotiations to Star in ‘Saltmarsh’"), []string{"cast: Saltmarsh < Nora Vance /  (in_talks)"}},
		{about("Nora Vance is in talks to star in “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (in_talks)"}},
		{about("Nora Vance is in negotiations to join “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (in_talks)"}},
		{about("Nora Vance is being eyed to star in “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (in_talks)"}},
		{about("Nora Vance has entered talks to join “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (in_talks)"}},
		{about("Nora Vance is reportedly in talks to join “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (in_talks)"}},

		// reported
		{about("Nora Vance has reportedly joined the cast of “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (reported)"}},
		{headline("HBO Reportedly Cancels ‘Saltmarsh’"), []string{"status: Saltmarsh < cancelled 0 (reported)"}},
		{about("Sources say that HBO has renewed “Night Ferry” for a third season."), []string{"status: Night Ferry < renewed 3 (reported)"}},
		{about("According to sources, “Night Ferry” has been cancelled."), []string{"status: Night Ferry < cancelled 0 (reported)"}},
		{headline("‘Saltmarsh’ Cancelled After One Season (Report)"), []string{"status: Saltmarsh < cancelled 0 (reported)"}},
		{headline("‘Saltmarsh’ Renewed for Season 2: Report"), []string{"status: Saltmarsh < renewed 2 (reported)"}},
		{headline("Report: ‘Saltmarsh’ Renewed for Season 2"), []string{"status: Saltmarsh < renewed 2 (reported)"}},

		// rumoured
		{about("Nora Vance is rumored to join “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (rumoured)"}},
		{about("Rumour has it that Nora Vance has joined “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (rumoured)"}},
		{about("“Night Ferry” has allegedly been cancelled."), []string{"status: Night Ferry < cancelled 0 (rumoured)"}},
		{about("Word is that Nora Vance will join “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (rumoured)"}},

		// denied
		{about("HBO denies that “Night Ferry” has been cancelled."), []string{"status: Night Ferry < cancelled 0 (denied)"}},
		{about("HBO has denied reports that “Night Ferry” is cancelled."), []string{"status: Night Ferry < cancelled 0 (denied)"}},
		{headline("HBO Denies ‘Saltmarsh’ Has Been Cancelled"), []string{"status: Saltmarsh < cancelled 0 (denied)"}},
		{about("The showrunner denied that Nora Vance has joined “Night Ferry.”"), []string{"cast: Night Ferry < Nora Vance /  (denied)"}},
		{headline("Nora Vance Denies She Is Leaving ‘Saltmarsh’"), []string{"cast: Saltmarsh < Nora Vance /  (denied)"}},
		{about("Reports that “Night Ferry” has been cancelled are false, HBO says."), []string{"status: Night Ferry < cancelled 0 (denied)"}},
		{about("HBO dismissed rumors that “Night Ferry” was cancelled."), []string{"status: Night Ferry < cancelled 0 (denied)"}},
		{about("HBO rejected claims that “Night Ferry” has been cancelled."), []string{"status: Night Ferry < cancelled 0 (denied)"}},
		{about("HBO quashed rumours that “Night Ferry” has been cancelled."), []string{"status: Night Ferry < cancelled 0 (denied)"}},
		{about("HBO shot down reports that “Night Ferry” has been cancelled."), []string{"status: Night Ferry < cancelled 0 (denied)"}},

		// nothing
		{about("Fans hope that HBO has renewed “Night Ferry” for a third season."), nil},
		{about("If HBO renews “Night Ferry” for a third season, we will write."), nil},
		{headline("Will ‘Saltmarsh’ Be Renewed for Season 2?"), nil},
		{headline("Is ‘Saltmarsh’ Cancelled?"), nil},
		{about("Nora Vance would love to join “Night Ferry.”"), nil},
		{about("Nora Vance could join “Night Ferry.”"), nil},
		{about("Nora Vance will not join “Night Ferry.”"), nil},
		{about("HBO has not renewed “Night Ferry” for a third season."), nil},
		{about("HBO has yet to renew “Night Ferry” for a third season."), nil},
		{about("It is unclear whether “Night Ferry” will be renewed for a third season."), nil},
		{about("Nora Vance passed on an offer to join “Night Ferry.”"), nil},
		{about("HBO will decide whether to cancel “Night Ferry” in May."), nil},
		{about("Imagine if Nora Vance joined “Night Ferry.”"), nil},
		{headline("Why HBO Cancelled ‘Saltmarsh’"), nil},
		{about("“Night Ferry” was nearly cancelled in its first year."), nil},
	} {
		if got := said(t, c.a, tv.Cast, tv.Status); !slices.Equal(got, c.want) {
			t.Errorf("%s %v: got %q, want %q", c.a.Title, c.a.Blocks, got, c.want)
		}
	}
}
