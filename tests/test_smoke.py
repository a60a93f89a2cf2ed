def test_x(shipped, worldly):
    r = shipped.get("/fragments/networks?lang=nl")
    assert r.status_code == 200
    assert worldly.get("/fragments/network?network=full").status_code == 200
